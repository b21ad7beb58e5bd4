/**
 * What the browser's engine says of the plays of a vector, in the vector's own shape (README.md). Everything is frozen
 * on the way, so that an engine which changes what it was given fails too.
 *
 * @param {{engine: string, scoring: string, json: string}} given addresses of the modules, and a vector
 * @returns {Promise<string>} the vector's plays, as JSON
 */
async ({ engine, scoring, json }) => {
  const { load, begin, choose, options, replay, moodOf, onScreen } = await import(engine);
  const { scorePlay, turningPoint, wonBack, isFriendReply } = await import(scoring);
  const vector = JSON.parse(json);
  const scenario = load(frozen(vector.rules));
  return JSON.stringify(vector.plays.map(playThrough));

  function playThrough(given) {
    const states = [frozen(begin(scenario))];
    for (const choice of given.choices) {
      states.push(frozen(choose(scenario, states.at(-1), choice).state));
    }
    const replayed = frozen(replay(scenario, given.choices));
    if (JSON.stringify(replayed.state) !== JSON.stringify(states.at(-1))) {
      throw new Error("the replay ends elsewhere than the steps");
    }
    const turning = turningPoint(replayed.outcomes);
    return {
      play: given.play,
      choices: replayed.outcomes.map(({ choice }) => choice.id),
      outcomes: replayed.outcomes.map(outcomeOf),
      steps: states.map((state, number) => stepOf(state, given.play, Object.keys(given.steps[number].refused))),
      turning_point: turning && replayed.outcomes.indexOf(turning) + 1,
      won_back: wonBack(replayed.outcomes),
      result: replayed.isFinished ? scorePlay(scenario, replayed, vector.friend_decisions) : null,
    };
  }

  function stepOf(state, play, attempts) {
    const offered = options(scenario, state);
    return {
      ...state,
      mood: moodOf(scenario, state),
      options: offered.map(({ id }) => id),
      friend: offered.find(isFriendReply)?.id ?? null,
      refused: Object.fromEntries(attempts.map((attempt) => [attempt, refusal(state, attempt)])),
      screen: onScreen(offered, play, state.scene).map(({ id }) => id),
    };
  }

  function refusal(state, attempt) {
    try {
      choose(scenario, state, attempt);
    } catch (error) {
      return error.code ?? String(error);
    }
    return null;
  }

  function outcomeOf({ scene, choice, isFirst, trustBefore, trustAfter, learned, next }) {
    return {
      scene,
      choice: choice.id,
      is_first: isFirst,
      trust_before: trustBefore,
      trust_after: trustAfter,
      learned,
      next,
    };
  }

  function frozen(value) {
    Object.values(value ?? {})
      .filter((inner) => typeof inner === "object")
      .forEach(frozen);
    return Object.freeze(value);
  }
};

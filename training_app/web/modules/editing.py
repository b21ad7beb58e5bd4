"""The page of one module's form."""

from flask_babel import gettext as _

from config import LANGUAGES
from training_app.domain.modules import MOST_SCENARIOS
from training_app.models import Module
from training_app.queries.modules import title_in
from training_app.web.languages import OWN_NAMES, language_now
from training_app.web.modules.forms import ModuleForm
from training_app.web.modules.pages import ModulePage


def module_page(form: ModuleForm, module: Module | None, *, deed: str = "") -> ModulePage:
    """The page of this form; `deed` is what a button without a script asked for."""
    chosen = form.chosen
    own = language_now()
    languages = (own, *(language for language in LANGUAGES if language != own))
    return ModulePage(
        module=str(module.id) if module else None,
        title=title_in(module, own) if module else str(_("A new module")),
        languages=tuple((language, OWN_NAMES[language]) for language in languages),
        chosen=tuple(form.choices[scenario] for scenario in chosen),
        offered=tuple(choice for scenario, choice in form.choices.items() if scenario not in chosen),
        deed=deed,
        is_assigned=form.assigned is not None,
        is_check=form.is_check,
        attempts=module.attempts if module else None,
        is_archived=module is not None and module.archived_at is not None,
        most=MOST_SCENARIOS,
    )

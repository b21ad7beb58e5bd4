{#- What differs from release to release; all else is in the file that this brings in. -#}
self.regulars = {{ {"release": release, "files": files, "shells": shells, "languages": languages}|tojson }};
importScripts({{ asset("js/offline/worker.js")|tojson }});

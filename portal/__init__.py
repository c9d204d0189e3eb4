"""The web: the CSS page with the chat widget, the consult pages, the survey and the attendants' desk."""

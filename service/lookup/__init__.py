"""The lookup service: golden customers and match candidates of the published marts over HTTP."""

"""Signing in to the desk: allauth's views and forms under our addresses, in our words, held to our rules.

`gate` says what a session must still do before the desk opens to it; `adapters` is where allauth asks us;
`receivers` keeps what a session has shown and puts changes on the trail; `addresses` names the few of allauth's
views that exist here. The rest of allauth (sign-up, addresses of mails, connecting accounts) is not mounted.
"""

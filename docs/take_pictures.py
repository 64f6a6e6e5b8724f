"""Take the pictures of the README and the guides from a running demonstration site.

``make run PORT=8000`` in one terminal, then ``.venv/bin/python docs/take_pictures.py http://127.0.0.1:8000
PASSWORD_OF_DEMO_AUTHOR PASSWORD_OF_DEMO_REVIEWER PASSWORD_OF_DEMO_LEAD`` in another.
"""

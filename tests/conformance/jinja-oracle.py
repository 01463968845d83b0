"""Reads a JSON list of templates on stdin, answers with what Jinja2 makes of each, in dbt's settings."""
import json
import re
import signal
import sys

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])


class TooLong(Exception):
    pass


def stop(*_):
    raise TooLong()


def without_addresses(text):
    return re.sub(r"(?i) [ab]t 0x[0-9a-f]+", "", text)


def answer(source):
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        return {"out": without_addresses(environment.from_string(source).render())}
    except TooLong:
        return {"skip": True}
    except TemplateSyntaxError as error:
        return {"err": type(error).__name__}
    except Exception as error:
        return {"err": type(error).__name__ + ": " + without_addresses(str(error))}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


signal.signal(signal.SIGALRM, stop)
json.dump([answer(source) for source in json.load(sys.stdin)], sys.stdout)

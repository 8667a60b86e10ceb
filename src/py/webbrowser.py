"""Showing documents in a web browser: a command that is found on the system, or the one that $BROWSER names."""

import os
import shlex
import shutil
import subprocess
import sys
import threading

__all__ = ["Error", "open", "open_new", "open_new_tab", "get", "register"]


class Error(Exception):
    pass


class BaseBrowser:
    """A controller; subclasses know how to open a URL."""

    args = ['%s']

    def __init__(self, name=""):
        self.name = name
        self.basename = name

    def open(self, url, new=0, autoraise=True):
        raise NotImplementedError

    def open_new(self, url):
        return self.open(url, 1)

    def open_new_tab(self, url):
        return self.open(url, 2)


class GenericBrowser(BaseBrowser):
    """A command that is waited for; `%s` in its arguments stands for the URL."""

    def __init__(self, name):
        command = [name] if isinstance(name, str) else list(name)
        super().__init__(command[0])
        self.args = command[1:] or ['%s']
        self.basename = os.path.basename(self.name)

    def _command(self, url):
        return [self.name] + [argument.replace('%s', url) for argument in self.args]

    def open(self, url, new=0, autoraise=True):
        sys.audit("webbrowser.open", url)
        try:
            return not subprocess.Popen(self._command(url), close_fds=True).wait()
        except OSError:
            return False


class BackgroundBrowser(GenericBrowser):
    """A command that goes on by itself."""

    def open(self, url, new=0, autoraise=True):
        sys.audit("webbrowser.open", url)
        try:
            process = subprocess.Popen(self._command(url), close_fds=True, start_new_session=True)
        except OSError:
            return False
        return process.poll() is None


_lock = threading.RLock()
_browsers = {}  # name in small letters -> [class or None, instance or None]
_tryorder = None

_commands = ('xdg-open', 'gio open', 'x-www-browser', 'www-browser', 'firefox', 'chromium', 'google-chrome', 'open')


def register(name, klass, instance=None, *, preferred=False):
    """Makes a browser known; preferred ones are tried first."""
    with _lock:
        _ensure_registered()
        _browsers[name.lower()] = [klass, instance]
        if preferred:
            _tryorder.insert(0, name)
        else:
            _tryorder.append(name)


def _ensure_registered():
    global _tryorder
    if _tryorder is not None:
        return
    _tryorder = []
    for line in _commands:
        command = shlex.split(line)
        if shutil.which(command[0]):
            register(command[0], None, BackgroundBrowser(command + ['%s']))
    chosen = [line for line in os.environ.get('BROWSER', '').split(os.pathsep) if line]
    for line in reversed(chosen):
        if '%s' in line or not _is_known(line):
            _browsers[line.lower()] = [None, _of_command_line(line)]
        _tryorder.insert(0, line)


def _is_known(name):
    return name.lower() in _browsers


def _of_command_line(line):
    command = shlex.split(line)
    if command[-1] == '&':
        return BackgroundBrowser(command[:-1])
    return GenericBrowser(command)


def get(using=None):
    """A controller: for a name or command line, else for the first browser that is known."""
    with _lock:
        _ensure_registered()
    for name in _tryorder if using is None else [using]:
        if '%s' in name:
            return _of_command_line(name)
        entry = _browsers.get(name.lower())
        if entry is None:
            found = shutil.which(name)
            entry = [None, GenericBrowser(found)] if found else None
        if entry is not None:
            if entry[1] is None:
                entry[1] = entry[0]()
            return entry[1]
    raise Error("could not locate runnable browser")


def open(url, new=0, autoraise=True):
    """Shows a URL: in a window that is there (new=0), a new one (1) or a new tab (2), as far as the browser can."""
    with _lock:
        _ensure_registered()
    for name in list(_tryorder):
        if get(name).open(url, new, autoraise):
            return True
    return False


def open_new(url):
    return open(url, 1)


def open_new_tab(url):
    return open(url, 2)

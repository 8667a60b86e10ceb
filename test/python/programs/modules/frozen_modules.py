# Modules that are part of the interpreter: what `_imp` and importlib say of them.
import _imp
import importlib.machinery
import importlib.util
import marshal
import os
import sys
import zipimport

NAMES = ['os', 'os.path', 'codecs', '_frozen_importlib', '_frozen_importlib_external', 'zipimport', 'importlib.util',
         '__phello__', '__phello__.spam', 'sys', 'json', 'importlib', 'no_such_module', '']


def attempt(function, *args, **kwargs):
    try:
        print(function.__name__, args, function(*args, **kwargs))
    except Exception as error:
        print(function.__name__, args, type(error).__name__, error, getattr(error, 'name', 'no name'))


def short(path):
    return path and path.replace(sys._stdlib_dir, 'LIB')


for name in NAMES:
    attempt(_imp.is_frozen, name)
    attempt(_imp.find_frozen, name)
    attempt(_imp.is_frozen_package, name)
for function in (_imp.is_frozen, _imp.find_frozen, _imp.is_frozen_package, _imp.get_frozen_object):
    attempt(function, 3)
    attempt(function, None)

# The code.
for name in NAMES[:9]:
    code = _imp.get_frozen_object(name)
    print(name, code.co_name, code.co_filename, code.co_firstlineno, code == _imp.get_frozen_object(name))
attempt(_imp.get_frozen_object, 'json')
data, is_package, source = _imp.find_frozen('stat', withdata=True)
print(type(data), data.readonly, is_package, source)
made = marshal.dumps(compile('answer = 42', 'made', 'exec'))
print(_imp.get_frozen_object('any', made).co_filename, _imp.get_frozen_object('any', bytearray(made)).co_filename)
print(_imp.get_frozen_object('os', None).co_filename)
attempt(_imp.get_frozen_object, 'os', b'')
attempt(_imp.get_frozen_object, 'os', b'?')
attempt(_imp.get_frozen_object, 'os', marshal.dumps(None))
attempt(_imp.get_frozen_object, 'os', 3)

# The modules.
for name in ('os', 'posixpath', 'stat', 'abc', 'codecs', 'io', 'site', '_frozen_importlib', '_frozen_importlib_external',
             'zipimport', 'importlib.machinery', '__phello__', '__phello__.spam'):
    if name.startswith('__'):
        importlib.import_module(name)
    module = sys.modules[name]
    spec = module.__spec__
    print(name, repr(module).replace(sys._stdlib_dir, 'LIB'), short(getattr(module, '__file__', None)),
          hasattr(module, '__cached__'), repr(module.__package__), module.__loader__, hasattr(module, '__origname__'))
    print('   ', short(repr(spec)), short(spec.loader_state.filename), spec.loader_state.origname, spec.has_location, spec.cached)
    print('   ', [short(part) for part in getattr(module, '__path__', [])], spec.submodule_search_locations is None)
print(os.path.__name__, sys.modules['os.path'] is sys.modules['posixpath'])
print([finder for finder in sys.meta_path if isinstance(finder, type)], sys.path_hooks[0] is zipimport.zipimporter)
print(importlib.util.find_spec('os').loader, importlib.util.find_spec('runpy').origin)
print(importlib.machinery.FrozenImporter.find_spec('json'), importlib.machinery.PathFinder.find_spec('os').loader.name)
print(importlib.machinery.FrozenImporter.get_source('os'), importlib.machinery.FrozenImporter.is_package('__phello__'))
print(importlib.machinery.FrozenImporter.get_code('os').co_filename)

# Made without the import system.
del sys.modules['__phello__']
print(_imp.init_frozen('no_such_module'))
module = _imp.init_frozen('__phello__')
print(module is sys.modules['__phello__'], module.__path__, module.__spec__, module.__origname__, module.__package__)

# Turned off and on.
_imp._override_frozen_modules_for_tests(-1)
print(_imp._frozen_module_names(), _imp.is_frozen('os'), _imp.is_frozen('zipimport'))
attempt(_imp.get_frozen_object, 'os')
print(short(importlib.util.find_spec('runpy').origin))
_imp._override_frozen_modules_for_tests(1)
print(_imp.is_frozen('os'), set(_imp._frozen_module_names()) >= {'os', 'io', 'site', '__hello__'})
_imp._override_frozen_modules_for_tests(0)
print(_imp.is_frozen('os'))
attempt(_imp._override_frozen_modules_for_tests, 'on')

# Their lines have no source.
try:
    os.makedirs('/dev/null/folder/file')
except OSError:
    import traceback
    print([(entry.filename, entry.name, entry.line) for entry in traceback.extract_tb(sys.exc_info()[2])][1:])

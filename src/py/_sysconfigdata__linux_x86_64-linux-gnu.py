"""What sysconfig tells of the build; there is no C build behind this interpreter."""

build_time_vars = {
    "AR": "ar",
    "CC": "cc",
    "CFLAGS": "",
    "CXX": "c++",
    "EXT_SUFFIX": ".pypy311-x86_64-linux-gnu.so",
    "LDSHARED": "cc -shared",
    "LIBDIR": "",
    "MULTIARCH": "x86_64-linux-gnu",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "SHLIB_SUFFIX": ".so",
    "SOABI": "pypy311-x86_64-linux-gnu",
    "WITH_PYMALLOC": 0,
}

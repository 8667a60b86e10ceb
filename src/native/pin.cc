#include "pin.h"

#include <dlfcn.h>

void pin_library() {
  // A second open with this flag, and the library stays for as long as the process.
  Dl_info here;
  if (dladdr(reinterpret_cast<void*>(&pin_library), &here) != 0) {
    dlopen(here.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
  }
}

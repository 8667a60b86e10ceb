// Memory for machine code that is made at run time: the same pages mapped twice, once to write and once to run, so that
// no address is ever both. (Linux: an anonymous file. macOS has no such file; it would take mach_vm_remap.)
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "arguments.h"
#include "functions.h"
#include "instance.h"

Napi::Value code_space(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const size_t size = size_argument(info, 0, "size");
  check_multiple(env, size, page_size(), "size");
#ifdef __linux__
  const std::string what = "cannot make a code space of " + std::to_string(size) + " bytes";
  const int descriptor = memfd_create("tspy-native code", MFD_CLOEXEC);
  if (descriptor < 0) throw_errno(env, what);
  if (ftruncate(descriptor, static_cast<off_t>(size)) != 0) {
    const int code = errno;
    close(descriptor);
    errno = code;
    throw_errno(env, what);
  }
  void* write = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, descriptor, 0);
  void* run = write == MAP_FAILED
                  ? MAP_FAILED
                  : mmap(nullptr, size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_NORESERVE, descriptor, 0);
  const int code = errno;
  close(descriptor);
  if (run == MAP_FAILED) {
    if (write != MAP_FAILED) munmap(write, size);
    errno = code;
    throw_errno(env, what);
  }
  const uintptr_t write_address = reinterpret_cast<uintptr_t>(write);
  const uintptr_t run_address = reinterpret_cast<uintptr_t>(run);
  Instance& instance = Instance::of(info);
  instance.add_region({write_address, write_address + size}, Region::Kind::code);
  instance.add_region({run_address, run_address + size}, Region::Kind::code);
  const Napi::Object result = Napi::Object::New(env);
  result.Set("write", instance.get_view(env, {write_address, write_address + size}));
  result.Set("writeAddress", number(env, write_address));
  result.Set("run", number(env, run_address));
  return result;
#else
  throw_unsupported(env);
#endif
}

void flush(const Napi::CallbackInfo& info) {
  const Range range = range_arguments(info, 0, 1);
  Instance::of(info).get_region(info.Env(), range, "address");
  __builtin___clear_cache(reinterpret_cast<char*>(range.start), reinterpret_cast<char*>(range.end));
}

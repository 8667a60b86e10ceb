// Regions of memory: reserved address space whose pages are committed and given back, images mapped into it, and
// ArrayBuffers over it.
//
// A page of a region is inaccessible (reserved, decommitted), readable and writable (committed, image data), or
// executable (image code): never writable and executable at once.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "arguments.h"
#include "functions.h"
#include "instance.h"

namespace {

// The longest ArrayBuffer of Node 20.
constexpr uint64_t max_view_size = uint64_t{1} << 32;

// Far more than address spaces of 47 bits have room for: it keeps the sums below from overflowing.
constexpr uint64_t max_alignment = uint64_t{1} << 40;

void* pointer(uintptr_t address) {
  return reinterpret_cast<void*>(address);
}

class File {
 public:
  File(Napi::Env env, const std::string& path) : descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor < 0) throw_errno(env, path);
  }
  ~File() { close(descriptor); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const int descriptor;
};

}  // namespace

void unmap(const Range& range) {
  munmap(pointer(range.start), range.size());
}

Napi::Value reserve(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const size_t size = size_argument(info, 0, "size");
  check_multiple(env, size, page_size(), "size");
  size_t alignment = page_size();
  if (!info[1].IsUndefined()) {
    alignment = std::max<size_t>(alignment, size_argument(info, 1, "alignment"));
    if ((alignment & (alignment - 1)) != 0 || alignment > max_alignment) {
      throw_type_error(env, "alignment must be a power of two up to 2^40");
    }
  }
  // The system aligns to pages: take more, and give back what lies before and after the aligned part.
  const size_t slack = alignment - page_size();
  void* mapped = mmap(nullptr, size + slack, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) throw_errno(env, "cannot reserve " + std::to_string(size) + " bytes");
  const uintptr_t first = reinterpret_cast<uintptr_t>(mapped);
  const uintptr_t start = (first + alignment - 1) & ~(alignment - 1);
  const Range range{start, start + size};
  if (start > first) unmap({first, start});
  if (first + size + slack > range.end) unmap({range.end, first + size + slack});
  Instance::of(info).add_region(range, Region::Kind::reserved);
  return number(env, start);
}

namespace {

// The arguments `address` and `size` from `index` on: whole pages of a reserved region.
Range reserved_pages(const Napi::CallbackInfo& info, size_t index) {
  const Range range = range_arguments(info, index, page_size());
  if (Instance::of(info).get_region(info.Env(), range, "address").kind != Region::Kind::reserved) {
    throw_type_error(info.Env(), "address must be in a reserved region, not in a code space");
  }
  return range;
}

}  // namespace

void commit(const Napi::CallbackInfo& info) {
  const Range range = reserved_pages(info, 0);
  if (mprotect(pointer(range.start), range.size(), PROT_READ | PROT_WRITE) != 0) {
    throw_errno(info.Env(), "cannot commit " + std::to_string(range.size()) + " bytes");
  }
}

void populate(const Napi::CallbackInfo& info) {
  const Range range = reserved_pages(info, 0);
#ifdef MADV_POPULATE_WRITE
  // Systems that lack it (Linux before 5.14) find the pages when they are touched. Pages that are not writable can be read.
  if (madvise(pointer(range.start), range.size(), MADV_POPULATE_WRITE) != 0) {
    madvise(pointer(range.start), range.size(), MADV_POPULATE_READ);
  }
#endif
}

void decommit(const Napi::CallbackInfo& info) {
  const Range range = reserved_pages(info, 0);
  // A fresh mapping in place of the old one gives the pages back and makes them inaccessible in one step.
  if (mmap(pointer(range.start), range.size(), PROT_NONE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == MAP_FAILED) {
    throw_errno(info.Env(), "cannot decommit " + std::to_string(range.size()) + " bytes");
  }
}

void release(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Instance& instance = Instance::of(info);
  const auto found = instance.regions.find(address_argument(info, 0, "address"));
  if (found == instance.regions.end()) throw_type_error(env, "address must be the start of a region of this thread");
  Region& region = found->second;
  for (auto& [key, reference] : region.views) {
    Napi::ArrayBuffer buffer = reference.Value();
    if (!buffer.IsEmpty() && !buffer.IsDetached()) buffer.Detach();
  }
  forget_watches(region.range);
  forget_reports(region.range);
  unmap(region.range);
  instance.regions.erase(found);
}

void map_image(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string path = string_argument(info, 0, "path");
  const uint64_t offset = integer_argument(info, 1, "offset");
  check_multiple(env, offset, page_size(), "offset");
  const size_t size = size_argument(info, 2, "size");
  check_multiple(env, size, page_size(), "size");
  const uintptr_t start = address_argument(info, 3, "address");
  check_multiple(env, start, page_size(), "address");
  if (Instance::of(info).get_region(env, {start, start + size}, "address").kind != Region::Kind::reserved) {
    throw_type_error(env, "address must be in a reserved region, not in a code space");
  }
  const std::string kind = string_argument(info, 4, "kind");
  if (kind != "code" && kind != "data") throw_type_error(env, "kind must be 'code' or 'data'");
  const int protection = kind == "code" ? PROT_READ | PROT_EXEC : PROT_READ | PROT_WRITE;

  const File file(env, path);
  struct stat status;
  if (fstat(file.descriptor, &status) != 0) throw_errno(env, path);
  // Pages wholly behind the end of the file would trap; the rest of the last one reads as zeros.
  const uint64_t length = static_cast<uint64_t>(status.st_size);
  const uint64_t pages_end = (length + page_size() - 1) / page_size() * page_size();
  if (offset + size > pages_end) throw_error(env, path + ": the file is too short for this offset and size");
  if (mmap(pointer(start), size, protection, MAP_PRIVATE | MAP_FIXED, file.descriptor,
           static_cast<off_t>(offset)) == MAP_FAILED) {
    throw_errno(env, path);
  }
}

Napi::Value view(const Napi::CallbackInfo& info) {
  const Range range = range_arguments(info, 0, 1);
  if (range.size() > max_view_size) throw_type_error(info.Env(), "size must not be more than 4 GiB");
  return Instance::of(info).get_view(info.Env(), range);
}

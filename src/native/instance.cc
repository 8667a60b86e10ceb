#include "instance.h"

Instance::Instance(Napi::Env environment) : env(environment), thrown(Napi::Persistent(Napi::Object::New(environment))) {}

Instance::~Instance() {
#ifndef _WIN32
  forget_watches(this);
  forget_reports(this);
  for (auto& [start, region] : regions) unmap(region.range);
  drop_signal_stack();
#endif
}

Region& Instance::add_region(Range range, Region::Kind kind) {
  return regions.emplace(range.start, Region{range, kind, {}, 64}).first->second;
}

Region& Instance::get_region(Napi::Env env, const Range& range, const char* name) {
  auto next = regions.upper_bound(range.start);
  if (next != regions.begin()) {
    Region& region = std::prev(next)->second;
    if (region.range.contains(range)) return region;
  }
  throw_type_error(env, std::string(name) + " is not inside memory that this addon mapped for this thread");
}

Napi::ArrayBuffer Instance::get_view(Napi::Env env, const Range& range) {
  Region& region = get_region(env, range, "address");
  auto& views = region.views;
  const std::pair key{range.start, range.size()};
  const auto found = views.find(key);
  if (found != views.end()) {
    const Napi::ArrayBuffer buffer = found->second.Value();
    if (!buffer.IsEmpty() && !buffer.IsDetached()) return buffer;
  }
  if (views.size() >= region.views_limit) {
    for (auto one = views.begin(); one != views.end();) {
      one = one->second.Value().IsEmpty() ? views.erase(one) : std::next(one);
    }
    region.views_limit = 2 * views.size() + 64;
  }
  const Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(env, reinterpret_cast<void*>(range.start), range.size());
  views[key] = Napi::Reference<Napi::ArrayBuffer>::New(buffer, 0);
  return buffer;
}

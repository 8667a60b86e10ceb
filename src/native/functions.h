// What the addon exports; src/ts/native/addon.ts has the documentation of each function.
#pragma once
#include <napi.h>

Napi::Value reserve(const Napi::CallbackInfo& info);
void commit(const Napi::CallbackInfo& info);
void populate(const Napi::CallbackInfo& info);
void decommit(const Napi::CallbackInfo& info);
void release(const Napi::CallbackInfo& info);
void map_image(const Napi::CallbackInfo& info);
Napi::Value view(const Napi::CallbackInfo& info);
Napi::Value code_space(const Napi::CallbackInfo& info);
void flush(const Napi::CallbackInfo& info);
void set_host_call(const Napi::CallbackInfo& info);
Napi::Value host_call_address(const Napi::CallbackInfo& info);
Napi::Value symbol(const Napi::CallbackInfo& info);
void watch_signal(const Napi::CallbackInfo& info);
void unwatch_signal(const Napi::CallbackInfo& info);
void crash_report(const Napi::CallbackInfo& info);

// The one function on the fast path: plain Node-API without the C++ wrappers. `data` of the function is the Instance.
napi_value enter(napi_env env, napi_callback_info info);

// Node unloads an addon with the worker that loaded it, but signal handlers stay: whoever installs one pins the addon.
#pragma once

void pin_library();

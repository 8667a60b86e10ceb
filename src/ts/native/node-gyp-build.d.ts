declare module 'node-gyp-build' {
  /** Loads the addon of the package in this folder: from build/Release, or from prebuilds/. Throws where there is none. */
  export default function load(folder: string): unknown;
}

/**
 * The path of a Chromium or Chrome. `PBX_CHROMIUM` names one; as root on Debian it is installed with apt-get when there is none.
 * @throws Error with a sentence that says how to get one
 */
export function findChromium(): string;

// Which quality a device gets: asked for in the address, chosen before, or guessed from the graphics driver.

export type Quality = 'low' | 'high';

const KEY = 'vbranch.quality';
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function isQuality(value: string | null): value is Quality {
  return value === 'low' || value === 'high';
}

/** A WebGL 2 context to look at, or null when there is none. Its canvas is thrown away. */
function trialContext(): WebGL2RenderingContext | null {
  try {
    return document.createElement('canvas').getContext('webgl2');
  } catch {
    return null;
  }
}

/** The driver's name as far as the browser tells; null when there is no WebGL at all. */
export function graphicsDriver(): string | null {
  const gl = trialContext();
  if (!gl) return null;
  const name = String(gl.getParameter(gl.RENDERER));
  const detail = gl.getExtension('WEBGL_debug_renderer_info');
  const driver = detail ? String(gl.getParameter(detail.UNMASKED_RENDERER_WEBGL)) : name;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return driver;
}

/** `search` is the page's query; `driver` as `graphicsDriver` found it. */
export function chooseQuality(search: string, stored: string | null, driver: string): Quality {
  const asked = new URLSearchParams(search).get('quality');
  if (isQuality(asked)) return asked;
  if (isQuality(stored)) return stored;
  return SOFTWARE.test(driver) ? 'low' : 'high';
}

export const storedQuality = (): string | null => localStorage.getItem(KEY);
export const storeQuality = (quality: Quality): void => localStorage.setItem(KEY, quality);

/** Browsers refuse canvases beyond this many pixels on a side. */
const sideLimit = 16_000;

/**
 * Paints an SVG text, twice as large so that it stays sharp.
 * @throws Error with a sentence for people when it is too large or the browser refuses
 */
export async function pictureOfSvg(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    throw new Error('The browser could not paint this picture. Export it as SVG.');
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  const scale = Math.min(2, sideLimit / Math.max(width, height));
  if (scale < 1)
    throw new Error('This is too long for a PNG. Choose a range of records, or export it as SVG.');
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not paint this picture. Export it as SVG.'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** What the zstd program (level 19, with checksum) made of `SAMPLE_TEXT`: three blocks of compressed data. */
const SAMPLE_FRAME_BASE64 = `
KLUv/aRcYQQAxDAAKkHgBxWwJYUOgLWoiSglAVlKKWVK6fjs0JV+AHUAdQDcUBh3ycCiyVeuimpqUlEvV4sVqohoQ0JBO5lKIwWqoZmRifl41u
GEWQnJyERCLrNUKEEqKCYkIvZwNMYIUR99Lvx/ng83eRyOu64dXKV2KguM1UfetMKGrmgkFvs+z11HBgZWEc2IRPx2W0BgJACCAoOBhQ0QMChY
CDAwIAixzx2phmZmMnGXYSUkIyJxl6FiFBMSi33uuFCnzyePuwxl8lgcn8tQHXUqXdwdF4rE4YRxl6E2UoYa1VQt7nKhiGhIKO4y1NBsRiY+r1
yYkpGMiCzuMlRQTEjE7jLU6ZvL4165sDJ5LF7cZahSp9LYvY6hSAFtccKZC6RatEjIYeYkWbRiDvOTHK1KHYZnlcPQSbNoiThMnI+W7TA92VVR
TUnF7jIUEW1IKO6VFKiGZkZmcZehhGREJHavY6ig2IRE3GWEqNPn8rjLcNv27Zp2tZXGXYYicSiMfS4DTT6HKqopqbjLUDSiIaFU0aIJOcycJN
GKSTjMT/Ki1UkdhmdVOQyd0ymZiEPsfMsTz6EfidzUSRStmYzDyEkRrU/uMD6p0eKEDlSLFk3IYeYkWbRiEg7zk7xoVeowPKschkjTkonMIU76
omU79CQuOnUSRWvGYeSMfvL5Cx/f9KiLBoTVqMM3vNt+B3OchYQQoriVDhOAgIBBgIMAA4EgEIiYwPOC3ajR/n8G46sdVIqCZan0rVw2J5rXhk
Ik5b+azORhwkm7afHramZd+p/L2q65uBZUrln1fUhDod3KZI641xylZ96ugrVIsBEk0r7HDjFl+/F5morYo9wqRbuWKcZ15sdah8LsRaxb5wIJ
nrOI3idXKV1GpUyZjpa9+3QL1c/WaG52/s3ULDVu2XSJ6JXN3Vk217IoaOyv8dGj/YuteTMNC83KVjWVp/Zl00V1XjjNdjSvTZAzKHNvluE+Or
Rq3xXdKzInJm+q+v1B1+y0P6xnuV6rbJ+Jea2Li8aGDUSW9id7l/Gymp8sINzZTLVJ+aIiWH0pa7gby87tiGDWeadmE8GyQ132zzUyE+eau3Qx
28Wrj9mnXjtsnol3reRugG3wQtp67AJJWa8CFxgLav6JRY19OhDD9PWWQQDku61Io2GCL1aAhdQvwOGsTNpdymOKDmUWWVnjQHlPZ57i2rYbG0
SvGySd/bl2fEDbvt4QGa0uVp9kWn/JVTbWRzUusSuZVZOI6Cek81aUxLvZDI1stgsYli7Xa4ygnZVcYSXOkI838L2oCH+a7S8l6adjbxjdc15u
2aokf/bZa41PtG3YCyKl1WQtqKls3FnT67L3KHcVo+JuWuhvWtFmyp5V2SezgaGiz6glUiV+rYvub43Mmmg2heoQa8M93b56rWHzTHjXSrgBts
EHacuxd0qrspWiPa26+xMs1COmEuqchkD1bD0390L4lqXCzKpEHu/QhFeADZEh7Z6VWRf/72IzNNrQDnDauqDXQEI6K7kqiED7fW34RluIPd8C
H0xr5C7LNiIVAN1/R7vdN6NdO/hMty/uGNlf9IbQ0uWOEREwUZVEMACnbDkrATyDh6zHSWoCa2Kmyl5dajB85vAqvQG2UVh5kOTSFpK9yJT1dy
PkCYYg0mPmX+GJXevzm5aezq8YhYhIriGhmKcH8CDhIn7i5/ExvKajwATuXM8ApWA0ckK9Onvm7CqHI10W7FZ2RiMEyljrifD6yvrwiOFp8cU6
J4RrGhQZLJeGJk1zVwqAYRxZObjYJJDkmwKLXkfsPxCc1AR5frTnYACtfleerOm14Iz0jiNcW26wfEhugW0ZzS9WNiEpTDte7IrJcwuhSwpr7J
gS+6IlMDUaMLZ2xz4ecUi4rP2B3BRbr7OP+brcRxe4ynkkXeTA0itG1IEmxvnyhw0jKRE5S0uMeojiroPQpzQetJfzcQDSbKjNx0gSfnu8SuwE
tD6y2KgRT4zYsVJwpKpmDkjCpEiBe5WHtTJz2PuOyB/sTyDJAh++r33Xn35xb0QylxY5ayh0+r3bq8evuq+6V49e6151r6/qo9e6hpeGGf01il
UAWl0BVAAAAAEA/f+f+LkGAj0AAAABAFnhDoAKS6QQ
`;

export const SAMPLE_FRAME: Buffer = Buffer.from(SAMPLE_FRAME_BASE64, 'base64');

export const SAMPLE_TEXT: Buffer = Buffer.from(
  Array.from(
    { length: 16_000 },
    (_, i) => `node${i % 16} port ${i % 100} ${i % 3 === 0 ? 'down' : 'up'}\n`,
  ).join(''),
);

export type FrameOptions = {
  /** Bytes of a block (default: the most there can be). */
  readonly blockBytes?: number;
  /** Whether the header says how long the content is (default: no). */
  readonly sized?: boolean;
};

/** A frame of zstd that holds `content` uncompressed, without a checksum. Blocks of one repeated byte are packed. */
export function rawFrame(content: Uint8Array, options: FrameOptions = {}): Buffer {
  const { blockBytes = 128 * 1024, sized = false } = options;
  const parts: Uint8Array[] = [];
  const size = Buffer.alloc(sized ? 4 : 0);
  if (sized) size.writeUInt32LE(content.length);
  // A window of 128 KiB.
  parts.push(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, sized ? 0x80 : 0, 7 << 3]), size);
  let at = 0;
  do {
    const block = content.subarray(at, at + blockBytes);
    at += block.length;
    const last = at >= content.length ? 1 : 0;
    const repeated = block.length > 0 && block.every((byte) => byte === block[0]);
    const header = (block.length << 3) | (repeated ? 2 : 0) | last;
    parts.push(Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]));
    parts.push(repeated ? block.subarray(0, 1) : block);
  } while (at < content.length);
  return Buffer.concat(parts);
}

/** A frame that a reader skips. */
export function skippableFrame(length: number, kind = 0): Buffer {
  const frame = Buffer.alloc(8 + length, 0xaa);
  frame.writeUInt32LE(0x184d2a50 + kind, 0);
  frame.writeUInt32LE(length, 4);
  return frame;
}

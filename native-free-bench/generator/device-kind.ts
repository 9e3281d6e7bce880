import type { LineWriter } from './line-writer.js';
import type { Random } from './random.js';
import type { World } from './world.js';

/** One machine that sends messages. Counters belong to it and grow with what it sends. */
export interface Device {
  readonly kind: DeviceKind;
  readonly host: string;
  /** The number of the device among its kind, from 0. */
  readonly index: number;
  /** A process id that stays for the whole run. */
  readonly pid: number;
  /** The number of the last message sent, for those devices that number them. */
  sequence: number;
}

/** Something that comes in many lines within seconds; the numbers stay the same through all of them. */
export interface Burst {
  /** The address of whoever scans or guesses. */
  readonly attacker: number;
  /** The address it happens to. */
  readonly target: number;
  /** The interface that flaps. */
  readonly port: number;
  /** 0 for the first line, then 1, 2, … */
  step: number;
}

/** Writes one message of `device` at the time of `world`, without its LF. */
export type MessageWriter = (out: LineWriter, device: Device, world: World) => void;
export type BurstWriter = (
  out: LineWriter,
  device: Device,
  world: World,
  burst: Readonly<Burst>,
) => void;

export type BurstName = 'link-flap' | 'port-scan' | 'login-attack';

/** A sort of device: one file in `devices/` each. */
export interface DeviceKind {
  readonly name: string;
  /** How many of all lines, relative to the weights of the other kinds. */
  readonly weight: number;
  /** Hosts are called this and a number from 1. */
  readonly host: string;
  readonly write: MessageWriter;
  readonly bursts: Readonly<Partial<Record<BurstName, BurstWriter>>>;
}

const MIX_SLOTS = 256;

/** Messages of a device by weight: a writer that picks one of them every time. */
export function messageMix(entries: readonly (readonly [number, MessageWriter])[]): MessageWriter {
  const slots = spread(entries, MIX_SLOTS);
  return (out, device, world) => slots[world.random.next() & (MIX_SLOTS - 1)]!(out, device, world);
}

/** Fills `count` slots with the values, each in proportion to its weight and at least once. */
export function spread<Value>(
  entries: readonly (readonly [number, Value])[],
  count: number,
): readonly Value[] {
  let total = 0;
  for (const [weight] of entries) total += weight;
  const slots: Value[] = [];
  let sum = 0;
  for (const [weight, value] of entries) {
    sum += weight;
    const end = Math.max(slots.length + 1, Math.floor((count * sum) / total));
    while (slots.length < end) slots.push(value);
  }
  return slots;
}

/** `Up` or `down` and the like. */
export function either(random: Random, first: string, second: string): string {
  return random.next() & 1 ? first : second;
}

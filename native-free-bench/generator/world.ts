import { clientIpv4, outsideIpv4, serverIpv4 } from './addresses.js';
import { Clock } from './clock.js';
import { APPLICATION_PORTS, USERS } from './names.js';
import { Random } from './random.js';

const JAPAN_MINUTES = 9 * 60;

/**
 * Ranks of a population that grows: one draw in `freshEvery` meets somebody new, all others somebody known, the early
 * ones far more often. So the vocabulary grows slowly with the lines, as it does in a real network.
 */
class Population {
  #size: number;
  readonly #freshEvery: number;

  constructor(size: number, freshEvery: number) {
    this.#size = size;
    this.#freshEvery = freshEvery;
  }

  draw(random: Random): number {
    return random.oneIn(this.#freshEvery) ? this.#size++ : random.skewed(this.#size);
  }
}

/** What all devices of one run share: the time, the chance, and who is out there. */
export class World {
  readonly random: Random;
  /** Zone-less stamps show this clock: UTC. */
  readonly clock: Clock = new Clock();
  /** Whether lines begin with `<PRI>`. */
  readonly pri: boolean;
  readonly #japan = new Clock(JAPAN_MINUTES);
  readonly #clients = new Population(400, 60);
  readonly #outsiders = new Population(3000, 24);
  readonly #servers = new Population(60, 4000);
  readonly #users = new Population(90, 2000);
  #time = 0;
  #session = 1_402_117;

  constructor(seed: number, options: { pri: boolean }) {
    this.random = new Random(seed);
    this.pri = options.pri;
  }

  /** Milliseconds since 1970 of the line being written. */
  get time(): number {
    return this.#time;
  }

  set time(value: number) {
    this.#time = value;
    this.clock.set(value);
  }

  /** The clock of devices that stamp Japanese time, with its offset beside it. */
  japan(): Clock {
    this.#japan.set(this.#time);
    return this.#japan;
  }

  /** A rank for the functions of `addresses.ts`. */
  client(): number {
    return this.#clients.draw(this.random);
  }

  clientIpv4(): number {
    return clientIpv4(this.client());
  }

  serverIpv4(): number {
    return serverIpv4(this.#servers.draw(this.random));
  }

  outsideIpv4(): number {
    return outsideIpv4(this.#outsiders.draw(this.random));
  }

  /** A name of the staff; of the growing crowd, when there are more ranks than names, with a number behind. */
  user(): string {
    const rank = this.#users.draw(this.random);
    const name = USERS[rank % USERS.length]!;
    return rank < USERS.length ? name : `${name}${Math.floor(rank / USERS.length)}`;
  }

  /** A number for a connection or session, greater than all before it. */
  session(): number {
    this.#session += 1 + (this.random.next() & 7);
    return this.#session;
  }

  /** The port a client sends from. */
  clientPort(): number {
    return 32_768 + this.random.below(28_232);
  }

  /** The port of a well-known service. */
  servicePort(): number {
    return APPLICATION_PORTS[this.random.skewed(APPLICATION_PORTS.length)]!;
  }
}

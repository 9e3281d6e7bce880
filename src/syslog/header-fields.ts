/**
 * What a header states, as numbers. Positions are absolute in the bytes that were parsed; a range whose start and end
 * are equal is absent. Filled by `parseHeader`, which resets it first; whoever passes it owns it and may reuse it.
 */
export interface HeaderFields {
  /** A code of `DIALECTS`; 0 = nothing was recognised. */
  dialect: number;
  /** 0 to 23, or -1: no PRI. */
  facility: number;
  /** 0 to 7, or -1: no PRI. */
  severity: number;
  /** The octet count left standing and the PRI (`556 <14>`): the first cut of the searched text. */
  prefixStart: number;
  prefixEnd: number;
  /** The first timestamp with its markers, brackets and zone: the second cut. Equal: the message states no time. */
  timeStart: number;
  timeEnd: number;
  /** 0: the date has no year. */
  year: number;
  /** 1 to 12; 0 when `epoch` states the instant. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 0 to 60. */
  second: number;
  millisecond: number;
  /** Minutes east of UTC; NaN: no zone given, or a name that is not known. */
  zoneMinutes: number;
  /** Milliseconds since 1970 when the dialect states the instant itself, else NaN. */
  epoch: number;
  /** Cisco's mark before a time: 42 (`*`, never set by a time source), 46 (`.`, source lost), or 0. */
  clockMark: number;
  hostStart: number;
  hostEnd: number;
  appStart: number;
  appEnd: number;
  pidStart: number;
  pidEnd: number;
  msgidStart: number;
  msgidEnd: number;
  /** RFC 5424 structured data, with its brackets. */
  dataStart: number;
  dataEnd: number;
  /** Where the text behind the recognised header begins. */
  contentStart: number;
}

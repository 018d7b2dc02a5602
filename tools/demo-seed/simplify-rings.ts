export type Vertex = readonly [number, number];
export type Ring = readonly Vertex[];

const keyOf = ([x, y]: Vertex): string => `${x},${y}`;

/** Distance of `point` from the segment, in the unit of the coordinates; x is shrunk to the scale of y at 52° N. */
const distance = (point: Vertex, from: Vertex, to: Vertex): number => {
  const scale = Math.cos((52 * Math.PI) / 180);
  const [dx, dy] = [(to[0] - from[0]) * scale, to[1] - from[1]];
  const [px, py] = [(point[0] - from[0]) * scale, point[1] - from[1]];
  const along =
    dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - along * dx, py - along * dy);
};

/** Douglas–Peucker: the ends stay, what lies within the tolerance of the line between kept vertices goes. */
const simplifyArc = (arc: Ring, tolerance: number): Ring => {
  const [first, last] = [arc[0], arc[arc.length - 1]];
  if (first === undefined || last === undefined || arc.length < 3) return arc;
  const distances = arc.map((vertex) => distance(vertex, first, last));
  const farthest = distances.indexOf(Math.max(...distances));
  if ((distances[farthest] ?? 0) <= tolerance) return [first, last];
  return [
    ...simplifyArc(arc.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...simplifyArc(arc.slice(farthest), tolerance),
  ];
};

/** Simplifies in one direction whichever way the arc is walked, so that both neighbours get the same line. */
const simplifyEitherWay = (arc: Ring, tolerance: number): Ring => {
  const [first, second, last] = [arc[0], arc[1], arc[arc.length - 1]];
  const beforeLast = arc[arc.length - 2];
  if (!first || !second || !last || !beforeLast) return arc;
  const isForward = keyOf(first) + keyOf(second) <= keyOf(last) + keyOf(beforeLast);
  return isForward ? simplifyArc(arc, tolerance) : simplifyArc(arc.toReversed(), tolerance).toReversed();
};

/** Vertices that every ring through them must keep: where the set of neighbours is not that of a plain line. */
const findJunctions = (rings: readonly Ring[]): ReadonlySet<string> => {
  const neighbours = new Map<string, Set<string>>();
  const connect = (from: Vertex, to: Vertex): void => {
    neighbours.set(keyOf(from), (neighbours.get(keyOf(from)) ?? new Set()).add(keyOf(to)));
  };
  for (const ring of rings)
    for (const [index, vertex] of ring.entries()) {
      const next = ring[index + 1];
      if (next === undefined || keyOf(next) === keyOf(vertex)) continue;
      connect(vertex, next);
      connect(next, vertex);
    }
  return new Set([...neighbours].filter(([, others]) => others.size !== 2).map(([key]) => key));
};

/** The open ring, starting at a junction or else at its smallest vertex: the same for every way of drawing it. */
const rotated = (ring: Ring, junctions: ReadonlySet<string>): Ring => {
  const open = ring.slice(0, -1);
  const candidates = open.filter((vertex) => junctions.has(keyOf(vertex)));
  const [start = ''] = (candidates.length > 0 ? candidates : open).map(keyOf).toSorted();
  const index = open.findIndex((vertex) => keyOf(vertex) === start);
  return [...open.slice(index), ...open.slice(0, index)];
};

/** Splits an open ring at its junctions; a ring with fewer than two is halved, so that it keeps an area. */
const splitAtJunctions = (open: Ring, junctions: ReadonlySet<string>): readonly Ring[] => {
  const [start] = open;
  if (start === undefined) return [];
  const closed = [...open, start];
  const cuts = closed.flatMap((vertex, index) =>
    index === 0 || index === closed.length - 1 || junctions.has(keyOf(vertex)) ? [index] : [],
  );
  const safe = cuts.length > 2 ? cuts : [0, Math.floor(closed.length / 2), closed.length - 1];
  return safe.slice(1).map((cut, index) => closed.slice(safe[index], cut + 1));
};

/**
 * Simplifies the closed rings of adjoining areas so that shared borders stay shared: every border is cut where
 * areas meet and simplified once. `tolerance` in degrees of latitude.
 */
export const simplifyRings = (rings: readonly Ring[], tolerance: number): readonly Ring[] => {
  const junctions = findJunctions(rings);
  return rings.map((ring) => {
    const arcs = splitAtJunctions(rotated(ring, junctions), junctions);
    const open = arcs.flatMap((arc) => simplifyEitherWay(arc, tolerance).slice(0, -1));
    const [start] = open;
    return start === undefined ? open : [...open, start];
  });
};

// The outlines that the map is drawn on.

export interface Outline {
  readonly code: string;
  readonly name: string;
  /** A point inside it, latitude and longitude. */
  readonly inside: readonly [number, number];
  /** Polygons, each a list of rings of latitudes and longitudes. */
  readonly parts: readonly (readonly (readonly [number, number][])[])[];
}

export interface RawOutline { readonly code: string; readonly name: string; readonly inside: readonly [number, number]; readonly parts: readonly (readonly (readonly number[])[])[] }
export interface RawBasemap { readonly grid: number; readonly countries: readonly RawOutline[]; readonly governorates: readonly RawOutline[] }
export interface Basemap { readonly countries: readonly Outline[]; readonly governorates: readonly Outline[] }

/** The outlines as points on the earth. Throws if the data do not have the form that they should. */
export function basemap(raw: RawBasemap): Basemap {
  if (!raw?.grid || !Array.isArray(raw.countries) || !Array.isArray(raw.governorates)) throw new Error("the outlines are not those of the explorer");
  const outline = (one: RawOutline): Outline => ({ ...one, parts: one.parts.map((part) => part.map((ring) => points(ring, raw.grid))) });
  return { countries: raw.countries.map(outline), governorates: raw.governorates.map(outline) };
}

/** A ring as it travels: longitude and latitude of the first point, then steps, in parts of a degree. */
function points(steps: readonly number[], grid: number): [number, number][] {
  const ring: [number, number][] = [];
  let lon = 0, lat = 0;
  for (let i = 0; i + 1 < steps.length; i += 2) {
    lon += steps[i]!;
    lat += steps[i + 1]!;
    ring.push([lat / grid, lon / grid]);
  }
  return ring;
}

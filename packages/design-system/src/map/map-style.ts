import type { Map as MapLibre } from 'maplibre-gl';
import type { MapLayer } from './map-layer.ts';

/** Colours of the ground and of what is drawn by hand. */
export interface Shade {
  readonly outside: string;
  readonly area: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly halo: string;
  readonly selected: string;
}

const shades: Readonly<Record<'light' | 'dark', Shade>> = {
  light: {
    outside: '#e6eaf0',
    area: '#fbfaf6',
    line: '#a9b1c2',
    text: '#171a2b',
    muted: '#596073',
    halo: '#fbfaf6',
    selected: '#171a2b',
  },
  dark: {
    outside: '#0c0f17',
    area: '#1c2130',
    line: '#4a536b',
    text: '#f1f3fa',
    muted: '#a3adc4',
    halo: '#1c2130',
    selected: '#ffffff',
  },
};

export const shadeOf = (isDark: boolean): Shade => shades[isDark ? 'dark' : 'light'];

/** The page's own font: no glyphs from elsewhere are asked for. */
const font = ['Fira Sans SemiBold', 'Fira Sans', 'sans-serif'];

/** Districts and their names, beneath everything. */
export const addAreas = (map: MapLibre): void => {
  map.addLayer({ id: 'area-fill', type: 'fill', source: 'areas' });
  map.addLayer({ id: 'area-line', type: 'line', source: 'areas' });
};

/** Names give way to points and their values. */
export const addAreaNames = (map: MapLibre): void => {
  map.addLayer({
    id: 'area-name',
    type: 'symbol',
    source: 'area-names',
    minzoom: 10.8,
    layout: {
      'text-field': ['get', 'label'],
      'text-font': font,
      'text-size': 13,
      'text-max-width': 7,
      'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
      'text-radial-offset': 1.2,
    },
    paint: { 'text-halo-width': 1.5 },
  });
};

export const paintAreas = (map: MapLibre, shade: Shade): void => {
  map.setPaintProperty('background', 'background-color', shade.outside);
  map.setPaintProperty('area-fill', 'fill-color', shade.area);
  map.setPaintProperty('area-line', 'line-color', shade.line);
  map.setPaintProperty('area-name', 'text-color', shade.muted);
  map.setPaintProperty('area-name', 'text-halo-color', shade.halo);
};

/** Points of a layer, and their values from the zoom on where they have room. */
export const addPoints = (map: MapLibre, id: string): void => {
  map.addLayer({ id: `points-${id}`, type: 'circle', source: id }, 'area-name');
  // Circles do not keep names away from them; an unseen sign in their place does.
  map.addLayer(
    {
      id: `room-${id}`,
      type: 'symbol',
      source: id,
      layout: { 'text-field': '●', 'text-font': font, 'text-size': 14, 'text-allow-overlap': true },
      paint: { 'text-opacity': 0 },
    },
    'selected',
  );
  map.addLayer(
    {
      id: `values-${id}`,
      type: 'symbol',
      source: id,
      minzoom: 12.5,
      layout: {
        'text-field': ['get', 'value'],
        'text-font': font,
        'text-size': 13,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
      },
      paint: { 'text-halo-width': 2 },
    },
    'selected',
  );
};

export const paintPoints = (map: MapLibre, layer: MapLayer, shade: Shade): void => {
  const [points, values] = [`points-${layer.id}`, `values-${layer.id}`];
  const visibility = layer.visible ? 'visible' : 'none';
  map.setLayoutProperty(points, 'visibility', visibility);
  map.setLayoutProperty(values, 'visibility', visibility);
  map.setLayoutProperty(`room-${layer.id}`, 'visibility', visibility);
  map.setPaintProperty(points, 'circle-color', ['coalesce', ['get', 'color'], layer.color]);
  map.setPaintProperty(points, 'circle-stroke-color', layer.stroke ?? shade.halo);
  map.setPaintProperty(points, 'circle-stroke-width', [
    'interpolate',
    ['linear'],
    ['zoom'],
    10,
    0.75,
    13,
    1.5,
  ]);
  map.setPaintProperty(values, 'text-color', shade.text);
  map.setPaintProperty(values, 'text-halo-color', shade.halo);
  map.setPaintProperty(points, 'circle-radius', [
    'interpolate',
    ['linear'],
    ['zoom'],
    9,
    layer.radius * 0.5,
    13,
    layer.radius,
    17,
    layer.radius * 2,
  ]);
};

/** The ring around the chosen point; all points lie beneath it. */
export const addSelection = (map: MapLibre): void => {
  map.addLayer({
    id: 'selected',
    type: 'circle',
    source: 'selected',
    paint: { 'circle-radius': 14, 'circle-opacity': 0, 'circle-stroke-width': 3 },
  });
};

export const addSketch = (map: MapLibre): void => {
  map.addLayer({ id: 'sketch-fill', type: 'fill', source: 'sketch', filter: ['==', '$type', 'Polygon'] });
  map.addLayer({ id: 'sketch-line', type: 'line', source: 'sketch' });
  map.addLayer({ id: 'sketch-corner', type: 'circle', source: 'sketch', filter: ['==', '$type', 'Point'] });
  map.setPaintProperty('sketch-fill', 'fill-opacity', 0.2);
  map.setPaintProperty('sketch-line', 'line-width', 3);
  map.setPaintProperty('sketch-corner', 'circle-radius', 5);
};

export const paintMarks = (map: MapLibre, { selected }: Shade): void => {
  map.setPaintProperty('selected', 'circle-stroke-color', selected);
  map.setPaintProperty('sketch-fill', 'fill-color', selected);
  map.setPaintProperty('sketch-line', 'line-color', selected);
  map.setPaintProperty('sketch-corner', 'circle-color', selected);
};

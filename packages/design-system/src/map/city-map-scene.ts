import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibre, NavigationControl, Popup, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import {
  boundsOf,
  toAreas,
  toPoints,
  toSketch,
  type MapArea,
  type MapLayer,
  type Position,
} from './map-layer.ts';

/** What the map shows. */
export interface SceneContent {
  readonly layers: readonly MapLayer[];
  readonly areas: readonly MapArea[];
  readonly selectedId: string | undefined;
  readonly sketch: readonly Position[];
  readonly isDark: boolean;
  /** What the map shows at first: the whole base map, or as much as the points need. */
  readonly fit: 'areas' | 'points';
}

export interface SceneOptions {
  readonly label: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  /** `id` of the point that was hit, if any. */
  readonly onClick: (position: Position, id: string | undefined) => void;
}

/** A drawn map: `show` replaces what it shows, `detach` ends its life. */
export interface Scene {
  show(content: SceneContent): void;
  detach(): void;
}

const colors = {
  light: { water: '#e4e8ee', area: '#f7f5ef', line: '#9aa3b5', halo: '#ffffff', selected: '#171a2b' },
  dark: { water: '#12151f', area: '#232838', line: '#59637a', halo: '#12151f', selected: '#ffffff' },
};
const muenster: [number, number] = [7.6261, 51.9607];

/** Draws into the element; throws where there is no WebGL. Uses no tiles, glyphs or other addresses. */
export const attach = (container: HTMLElement, options: SceneOptions): Scene => {
  setWorkerUrl(new URL(workerUrl, location.href).href);
  const map = new MapLibre({
    container,
    style: { version: 8, sources: {}, layers: [{ id: 'background', type: 'background' }] },
    center: muenster,
    zoom: 10,
    attributionControl: false,
    dragRotate: false,
    locale: {
      'Map.Title': options.label,
      'NavigationControl.ZoomIn': options.zoomIn,
      'NavigationControl.ZoomOut': options.zoomOut,
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  listen(map, options.onClick);
  const ready = map.loaded() ? Promise.resolve() : map.once('load');
  const state: { content?: SceneContent; fitted: string; isDetached: boolean } = {
    fitted: '',
    isDetached: false,
  };
  const draw = (): void => {
    if (state.content === undefined || state.isDetached) return;
    drawContent(map, state.content);
    const { areas, layers, fit } = state.content;
    const shown = layers.filter(({ visible }) => visible);
    const bounds = boundsOf(fit === 'areas' ? areas : [], shown);
    const basis = fit === 'areas' && areas.length > 0 ? 'areas' : 'points';
    if (bounds === undefined || state.fitted === basis || state.fitted === 'areas') return;
    state.fitted = basis;
    const [[west, south], [east, north]] = bounds;
    map.fitBounds([west, south, east, north], { padding: 24, animate: false, maxZoom: 14 });
  };
  return {
    show: (content) => {
      state.content = content;
      void ready.then(draw);
    },
    detach: () => {
      state.isDetached = true;
      map.remove();
    },
  };
};

const drawContent = (map: MapLibre, { layers, areas, selectedId, sketch, isDark }: SceneContent): void => {
  const shade = isDark ? colors.dark : colors.light;
  map.setPaintProperty('background', 'background-color', shade.water);
  if (setSource(map, 'areas', toAreas(areas))) {
    map.addLayer({ id: 'area-fill', type: 'fill', source: 'areas' });
    map.addLayer({ id: 'area-line', type: 'line', source: 'areas' });
  }
  map.setPaintProperty('area-fill', 'fill-color', shade.area);
  map.setPaintProperty('area-line', 'line-color', shade.line);
  for (const layer of layers) {
    if (setSource(map, layer.id, toPoints(layer.features))) {
      map.addLayer({ id: `points-${layer.id}`, type: 'circle', source: layer.id });
    }
    const id = `points-${layer.id}`;
    map.setLayoutProperty(id, 'visibility', layer.visible ? 'visible' : 'none');
    map.setPaintProperty(id, 'circle-color', layer.color);
    map.setPaintProperty(id, 'circle-stroke-color', shade.halo);
    map.setPaintProperty(id, 'circle-stroke-width', 1.5);
    map.setPaintProperty(id, 'circle-radius', [
      'interpolate',
      ['linear'],
      ['zoom'],
      9,
      layer.radius * 0.6,
      13,
      layer.radius,
      17,
      layer.radius * 2,
    ]);
  }
  const selected = layers.flatMap(({ features }) => features).filter(({ id }) => id === selectedId);
  if (setSource(map, 'selected', toPoints(selected))) {
    map.addLayer({ id: 'selected', type: 'circle', source: 'selected' });
    map.setPaintProperty('selected', 'circle-radius', 14);
    map.setPaintProperty('selected', 'circle-opacity', 0);
    map.setPaintProperty('selected', 'circle-stroke-width', 3);
  }
  map.setPaintProperty('selected', 'circle-stroke-color', shade.selected);
  drawSketch(map, sketch, shade.selected);
};

const drawSketch = (map: MapLibre, sketch: readonly Position[], color: string): void => {
  if (setSource(map, 'sketch', toSketch(sketch))) {
    map.addLayer({ id: 'sketch-fill', type: 'fill', source: 'sketch', filter: ['==', '$type', 'Polygon'] });
    map.addLayer({ id: 'sketch-line', type: 'line', source: 'sketch' });
    map.addLayer({ id: 'sketch-corner', type: 'circle', source: 'sketch', filter: ['==', '$type', 'Point'] });
    map.setPaintProperty('sketch-fill', 'fill-opacity', 0.2);
    map.setPaintProperty('sketch-line', 'line-width', 3);
    map.setPaintProperty('sketch-corner', 'circle-radius', 5);
  }
  map.setPaintProperty('sketch-fill', 'fill-color', color);
  map.setPaintProperty('sketch-line', 'line-color', color);
  map.setPaintProperty('sketch-corner', 'circle-color', color);
};

/** Returns whether the source is new. */
const setSource = (map: MapLibre, id: string, data: ReturnType<typeof toPoints>): boolean => {
  const source = map.getSource<GeoJSONSource>(id);
  if (source === undefined) map.addSource(id, { type: 'geojson', data });
  else void source.setData(data);
  return source === undefined;
};

const listen = (map: MapLibre, onClick: SceneOptions['onClick']): void => {
  const popup = new Popup({
    closeButton: false,
    closeOnClick: false,
    className: 'ds-map__popup',
    focusAfterOpen: false,
  });
  const under = (point: { x: number; y: number }) => {
    const near: [[number, number], [number, number]] = [
      [point.x - 4, point.y - 4],
      [point.x + 4, point.y + 4],
    ];
    return map
      .queryRenderedFeatures(near)
      .find(({ layer }) => layer.id.startsWith('points-') || layer.id === 'area-fill');
  };
  map.on('click', ({ point, lngLat }) => {
    const feature = under(point);
    const isPoint = feature?.layer.id.startsWith('points-') === true;
    onClick([lngLat.lng, lngLat.lat], isPoint ? String(feature.properties['id']) : undefined);
  });
  map.on('mousemove', ({ point, lngLat }) => {
    const feature = under(point);
    map.getCanvas().style.cursor = feature?.layer.id.startsWith('points-') === true ? 'pointer' : '';
    if (feature === undefined) popup.remove();
    else popup.setLngLat(lngLat).setText(String(feature.properties['label'])).addTo(map);
  });
  map.on('mouseout', () => {
    popup.remove();
  });
};

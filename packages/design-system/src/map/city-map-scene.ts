import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibre, NavigationControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import {
  boundsOf,
  toAreaNames,
  toAreas,
  toPoints,
  toSketch,
  type MapArea,
  type MapLayer,
  type Position,
} from './map-layer.ts';
import { listen } from './map-pointer.ts';
import {
  addAreaNames,
  addAreas,
  addPoints,
  addSelection,
  addSketch,
  paintAreas,
  paintMarks,
  paintPoints,
  shadeOf,
} from './map-style.ts';

/** What the map shows. */
export interface SceneContent {
  readonly layers: readonly MapLayer[];
  readonly areas: readonly MapArea[];
  readonly selectedId: string | undefined;
  /** The map moves to this point when it changes. */
  readonly focusedId: string | undefined;
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

const muenster: [number, number] = [7.6261, 51.9607];
const focusZoom = 14;

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
    pitchWithRotate: false,
    locale: {
      'Map.Title': options.label,
      'NavigationControl.ZoomIn': options.zoomIn,
      'NavigationControl.ZoomOut': options.zoomOut,
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  listen(map, options.onClick);
  const ready = map.loaded() ? Promise.resolve() : map.once('load');
  const draw = drawing(map);
  const view = viewing(map);
  const state: { content?: SceneContent; isDetached: boolean } = { isDetached: false };
  return {
    show: (content) => {
      state.content = content;
      void ready.then(() => {
        if (state.content !== content || state.isDetached) return;
        draw(content);
        view(content);
      });
    },
    detach: () => {
      state.isDetached = true;
      map.remove();
    },
  };
};

type Collection = ReturnType<typeof toPoints>;

/** Draws content; sends the map's worker only what changed, for live values arrive many times a second. */
const drawing = (map: MapLibre): ((content: SceneContent) => void) => {
  const sent = new Map<string, string>();
  const setSource = (id: string, data: Collection, add: () => void): void => {
    const known = sent.get(id);
    const text = JSON.stringify(data);
    if (known === text) return;
    sent.set(id, text);
    if (known === undefined) {
      map.addSource(id, { type: 'geojson', data });
      add();
    } else void map.getSource<GeoJSONSource>(id)?.setData(data);
  };
  return ({ layers, areas, selectedId, sketch, isDark }) => {
    const shade = shadeOf(isDark);
    setSource('areas', toAreas(areas), () => {
      addAreas(map);
    });
    setSource('area-names', toAreaNames(areas), () => {
      addAreaNames(map);
    });
    paintAreas(map, shade);
    const selected = layers.flatMap(({ features }) => features).filter(({ id }) => id === selectedId);
    setSource('selected', toPoints(selected), () => {
      addSelection(map);
    });
    // The first layers are the most important: they are drawn last, above the others.
    for (const layer of [...layers].reverse()) {
      setSource(layer.id, toPoints(layer.features), () => {
        addPoints(map, layer.id);
      });
      paintPoints(map, layer, shade);
    }
    setSource('sketch', toSketch(sketch), () => {
      addSketch(map);
    });
    paintMarks(map, shade);
  };
};

/** Brings into view what is shown at first, later the point in focus. */
const viewing = (map: MapLibre): ((content: SceneContent) => void) => {
  const state: { fitted: string; focused: string | undefined } = { fitted: '', focused: undefined };
  const fitOnce = ({ areas, layers, fit }: SceneContent): void => {
    const shown = layers.filter(({ visible }) => visible);
    const bounds = boundsOf(fit === 'areas' ? areas : [], shown);
    const basis = fit === 'areas' && areas.length > 0 ? 'areas' : 'points';
    if (bounds === undefined || state.fitted === basis || state.fitted === 'areas') return;
    state.fitted = basis;
    const [[west, south], [east, north]] = bounds;
    map.fitBounds([west, south, east, north], { padding: 32, animate: false, maxZoom: 14 });
  };
  return (content) => {
    fitOnce(content);
    const { layers, focusedId } = content;
    if (focusedId === undefined) state.focused = undefined;
    if (focusedId === undefined || focusedId === state.focused) return;
    const point = layers.flatMap(({ features }) => features).find(({ id }) => id === focusedId);
    if (point === undefined) return;
    state.focused = focusedId;
    const [longitude, latitude] = point.position;
    map.easeTo({ center: [longitude, latitude], zoom: Math.max(map.getZoom(), focusZoom) });
  };
};

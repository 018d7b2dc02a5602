import { Popup, type Map as MapLibre } from 'maplibre-gl';
import type { Position } from './map-layer.ts';

/** Distance in pixels at which a point is still hit: fingers are broader than mice. */
const reach = { mouse: 5, touch: 14 };

type OnClick = (position: Position, id: string | undefined) => void;

/** Reports clicks, and names what the mouse is over. */
export const listen = (map: MapLibre, onClick: OnClick): void => {
  const popup = new Popup({
    closeButton: false,
    closeOnClick: false,
    className: 'ds-map__popup',
    focusAfterOpen: false,
    offset: 10,
  });
  map.on('click', ({ point, lngLat, originalEvent }) => {
    const isTouch = 'pointerType' in originalEvent && originalEvent.pointerType === 'touch';
    const feature = nearest(map, point, isTouch ? reach.touch : reach.mouse);
    onClick([lngLat.lng, lngLat.lat], feature === undefined ? undefined : String(feature.properties['id']));
  });
  map.on('mousemove', ({ point, lngLat }) => {
    const feature = nearest(map, point, reach.mouse) ?? areaAt(map, point);
    const isPoint = feature?.layer.id.startsWith('points-') === true;
    map.getCanvas().style.cursor = isPoint ? 'pointer' : '';
    if (feature === undefined) popup.remove();
    else popup.setLngLat(lngLat).setDOMContent(describe(feature.properties)).addTo(map);
  });
  map.on('mouseout', () => {
    popup.remove();
  });
};

type Feature = ReturnType<MapLibre['queryRenderedFeatures']>[number];
interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** The point drawn closest to a place on the screen, within reach. */
const nearest = (map: MapLibre, { x, y }: ScreenPoint, within: number): Feature | undefined => {
  const found = map
    .queryRenderedFeatures([
      [x - within, y - within],
      [x + within, y + within],
    ])
    .filter(({ layer }) => layer.id.startsWith('points-'));
  const distance = ({ geometry }: Feature): number => {
    if (geometry.type !== 'Point') return Infinity;
    const [longitude = 0, latitude = 0] = geometry.coordinates;
    const drawn = map.project([longitude, latitude]);
    return Math.hypot(drawn.x - x, drawn.y - y);
  };
  return found.sort((a, b) => distance(a) - distance(b))[0];
};

const areaAt = (map: MapLibre, { x, y }: ScreenPoint): Feature | undefined =>
  map.getLayer('area-fill') === undefined
    ? undefined
    : map.queryRenderedFeatures([x, y], { layers: ['area-fill'] })[0];

const describe = ({ label, kind, detail }: Readonly<Record<string, unknown>>): HTMLElement => {
  const box = document.createElement('div');
  const lines = [
    ['ds-map__kind', kind],
    ['ds-map__name', label],
    ['ds-map__detail', detail],
  ] as const;
  for (const [className, words] of lines) {
    if (typeof words !== 'string' || words === '') continue;
    const line = document.createElement('p');
    line.className = className;
    line.textContent = words;
    box.append(line);
  }
  return box;
};

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useComponentText } from '../language.ts';
import { ErrorState } from '../state/error-state.tsx';
import type { Scene } from './city-map-scene.ts';
import type { MapArea, MapLayer, Position } from './map-layer.ts';

export interface CityMapProps {
  /** Accessible name. */
  readonly label: string;
  readonly layers: readonly MapLayer[];
  /** Districts, the base layer. */
  readonly areas: readonly MapArea[];
  readonly selectedId?: string | undefined;
  /** The map moves to this point when it changes. */
  readonly focusedId?: string | undefined;
  /** Who must be named for what is drawn; stands in the corner. */
  readonly attribution?: string;
  readonly isDark?: boolean;
  /** What is in view at first: all areas (usual) or as much as the points need. */
  readonly fit?: 'areas' | 'points';
  /** Corners of an area being drawn. */
  readonly sketch?: readonly Position[];
  readonly onSelect?: (id: string) => void;
  /** Takes each click as a place instead of a selection. */
  readonly onPlace?: (position: Position) => void;
}

const noCorners: readonly Position[] = [];

/** A map of points over districts, without outside tiles; its drawing code is loaded when first shown. */
export const CityMap = (props: CityMapProps) => {
  const {
    label,
    layers,
    areas,
    selectedId,
    focusedId,
    attribution,
    sketch = noCorners,
    isDark = false,
    fit = 'areas',
  } = props;
  const text = useComponentText();
  const box = useRef<HTMLDivElement>(null);
  const [scene, setScene] = useState<Scene>();
  const [hasFailed, setFailed] = useState(false);
  const click = useEffectEvent((position: Position, id: string | undefined) => {
    if (props.onPlace !== undefined) props.onPlace(position);
    else if (id !== undefined) props.onSelect?.(id);
  });

  useEffect(() => {
    const life = new AbortController();
    const begin = async (): Promise<void> => {
      const { attach } = await import('./city-map-scene.ts');
      if (life.signal.aborted || box.current === null) return;
      const { zoomIn, zoomOut } = text;
      const attached = attach(box.current, {
        label,
        zoomIn,
        zoomOut,
        onClick: (position, id) => {
          click(position, id);
        },
      });
      life.signal.addEventListener('abort', () => {
        attached.detach();
      });
      setScene(attached);
    };
    begin().catch(() => {
      setFailed(true);
    });
    return () => {
      life.abort();
      setScene(undefined);
    };
  }, [label, text]);

  useEffect(() => {
    scene?.show({ layers, areas, selectedId, focusedId, sketch, isDark, fit });
  }, [scene, layers, areas, selectedId, focusedId, sketch, isDark, fit]);

  if (hasFailed) return <ErrorState title={text.mapFailed} detail={text.mapFailedDetail} />;
  return (
    <div className="ds-map">
      <div ref={box} className="ds-map__canvas" />
      {attribution === undefined ? null : <p className="ds-map__attribution">{attribution}</p>}
    </div>
  );
};

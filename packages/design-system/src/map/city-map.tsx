import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useComponentText } from '../language.ts';
import { ErrorState } from '../state/error-state.tsx';
import type { Scene } from './city-map-scene.ts';
import type { MapArea, MapLayer } from './map-layer.ts';

export interface CityMapProps {
  /** Accessible name. */
  readonly label: string;
  readonly layers: readonly MapLayer[];
  /** Districts, the base layer. */
  readonly areas: readonly MapArea[];
  readonly selectedId?: string | undefined;
  readonly isDark?: boolean;
  readonly onSelect: (id: string) => void;
}

/** A map of points over districts, without outside tiles; its drawing code is loaded when first shown. */
export const CityMap = (props: CityMapProps) => {
  const { label, layers, areas, selectedId, isDark = false } = props;
  const text = useComponentText();
  const box = useRef<HTMLDivElement>(null);
  const [scene, setScene] = useState<Scene>();
  const [hasFailed, setFailed] = useState(false);
  const select = useEffectEvent((id: string) => {
    props.onSelect(id);
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
        onSelect: (id) => {
          select(id);
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
    scene?.show({ layers, areas, selectedId, isDark });
  }, [scene, layers, areas, selectedId, isDark]);

  if (hasFailed) return <ErrorState title={text.mapFailed} detail={text.mapFailedDetail} />;
  return <div ref={box} className="ds-map" />;
};

import { useEffect, useEffectEvent, useState } from 'react';
import type { Entity } from './entity.ts';

/** `live` while the server pushes changes, `interrupted` while the browser reconnects. */
export type LiveState = 'connecting' | 'live' | 'interrupted';

/** Calls `onChange` with each pushed change: id, type and the changed attributes in simplified form. */
export const useLive = (types: readonly string[], onChange: (change: Entity) => void): LiveState => {
  const [state, setState] = useState<LiveState>('connecting');
  const report = useEffectEvent(onChange);
  const wanted = [...types].sort().join(',');
  useEffect(() => {
    if (wanted === '') return;
    const source = new EventSource(`/api/live?type=${encodeURIComponent(wanted)}`);
    source.addEventListener('open', () => {
      setState('live');
    });
    source.addEventListener('error', () => {
      setState('interrupted');
    });
    source.addEventListener('change', (event: MessageEvent<string>) => {
      report(JSON.parse(event.data) as Entity);
    });
    return () => {
      source.close();
    };
  }, [wanted]);
  return state;
};

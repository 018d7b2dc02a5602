import type { Answer, ApiRequest } from '@allmende/http';
import type { EntityMap } from '../../entity-maps/entity-map-store.ts';
import type { Distributed, Distribution } from '../distribution.ts';
import type { MapContent } from './map-content.ts';
import type { MapChange } from './tell-linked-maps.ts';

/** What is to be done with a map. */
export interface MapUse {
  /** The map to go through; without it a new one is made. */
  readonly map?: EntityMap;
  /** Whether nothing is wanted but the map. */
  readonly isMapOnly: boolean;
  /** How long the maps of sources are to live, as the request says it for its own. */
  readonly lifetime?: string | undefined;
}

/** What came of a read that makes a map or goes through one. */
export interface MappedAnswer {
  readonly answer: Answer;
  /** What the new map tells; undefined when one was gone through, or there is nothing to map. */
  readonly made?: MapContent;
  /** Entities of the map that do not belong to it any more. */
  readonly gone: ReadonlySet<string>;
}

/** Reads over several sources with a map; undefined when no source takes part, as the map is one of this broker then. */
export type ReadMapped = (
  distribution: Distribution,
  distributed: Omit<Distributed, 'handleHere'>,
  use: MapUse,
) => Promise<MappedAnswer | undefined>;

/** What becomes of a map, and by which request. */
export interface ToldChange {
  readonly request: ApiRequest;
  readonly map: EntityMap;
  readonly change: MapChange;
}

/** Reads with maps, by the clause of their operation. */
export interface MappedReading {
  read(request: ApiRequest, clause: string, use: MapUse): Promise<MappedAnswer | undefined>;
  /** Tells sources what becomes of the maps that they made for one; gives the answer with their warnings. */
  tell(answer: Answer, told: ToldChange): Promise<Answer>;
}

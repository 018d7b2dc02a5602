export { cityEntities } from './city-entities.ts';
export { cityTables, type CityTable } from './city-tables.ts';
export type { EntityWriter, RefusedEntity } from './entity-writer.ts';
export type { NgsiLdEntity } from './ngsi-ld.ts';
export { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

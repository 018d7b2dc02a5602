import { stemOf } from './german-words.ts';

/** Words of town halls and those that residents type for the same. */
const groups: readonly (readonly string[])[] = [
  ['kita', 'kindertagesstätte', 'kindergarten', 'kindertageseinrichtung', 'kinderbetreuung'],
  ['fahrrad', 'rad', 'radverkehr', 'bike', 'velo', 'leeze'],
  ['auto', 'pkw', 'kfz', 'kraftfahrzeug', 'fahrzeug'],
  ['öpnv', 'nahverkehr', 'bus', 'stadtbus', 'fahrplan', 'haltestelle'],
  ['müll', 'abfall', 'entsorgung'],
  ['parkhaus', 'parken', 'parkplatz', 'stellplatz', 'tiefgarage'],
  ['wahl', 'wahlergebnis', 'abstimmung'],
  ['haushalt', 'finanzen', 'budget', 'etat'],
  ['einwohner', 'bevölkerung', 'bürger'],
  ['luft', 'luftqualität', 'luftgüte', 'feinstaub', 'stickstoffdioxid'],
  ['baum', 'stadtbaum', 'baumkataster', 'straßenbaum'],
  ['ladesäule', 'ladestation', 'elektromobilität', 'ladepunkt'],
  ['bplan', 'bebauungsplan', 'bauleitplan'],
  ['schule', 'schulstandort', 'unterricht'],
  ['krankenhaus', 'klinik', 'hospital'],
  ['spielplatz', 'bolzplatz'],
  ['toilette', 'wc'],
  ['stadtteil', 'stadtbezirk', 'bezirk', 'quartier', 'ortsteil'],
  ['unfall', 'verkehrsunfall'],
  ['wetter', 'klima', 'temperatur'],
  ['ampel', 'lichtsignalanlage', 'lsa'],
  ['glascontainer', 'altglas', 'wertstoffcontainer'],
  ['wlan', 'wifi', 'hotspot'],
  ['denkmal', 'denkmalliste', 'baudenkmal'],
  ['badestelle', 'freibad', 'schwimmbad', 'hallenbad'],
];

const byStem: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>();
  for (const group of groups) {
    const stems = group.map(stemOf);
    for (const stem of stems)
      found.set(stem, [...(found.get(stem) ?? []), ...stems.filter((other) => other !== stem)]);
  }
  return found;
})();

/** Stems that mean the same as this one. */
export const synonymsOf = (stem: string): readonly string[] => byStem.get(stem) ?? [];

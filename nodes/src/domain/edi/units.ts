/** Unit codes of X12 (355) and old EDIFACT directories → UN/ECE Rec 20. A code that is no entry stays as it is. */
const REC_20: Readonly<Record<string, string>> = {
  // X12
  EA: 'C62',
  PC: 'C62',
  UN: 'C62',
  KG: 'KGM',
  GR: 'GRM',
  LB: 'LBR',
  OZ: 'ONZ',
  FT: 'FOT',
  IN: 'INH',
  YD: 'YRD',
  MR: 'MTR',
  LT: 'LTR',
  GA: 'GLL',
  DZ: 'DZN',
  // EDIFACT before D.99
  PCE: 'C62',
};

export const rec20 = (code: string): string => REC_20[code] ?? code;

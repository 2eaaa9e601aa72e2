/** The Rec 20 units Plantwire converts, as a table: code, dimension, exact factor to the first unit of the dimension. */
export type Dimension =
  | 'count'
  | 'mass'
  | 'volume'
  | 'length'
  | 'area'
  | 'time'
  | 'energy'
  | 'power'
  | 'temperature'
  | 'ratio'
  | 'pressure'
  | 'electric current'
  | 'electric potential';

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly dimension: Dimension;
  /** One of this unit in the dimension's reference unit, exact decimal. */
  readonly factor: string;
}

/** Packages (`X..`) are absent on purpose: their content is a matter of the product, never of a generic factor. */
const table: Readonly<Record<Dimension, readonly (readonly [code: string, factor: string, name: string])[]>> = {
  count: [
    ['C62', '1', 'one'],
    ['PR', '2', 'pair'],
    ['DZN', '12', 'dozen'],
    ['GRO', '144', 'gross'],
    ['CEN', '100', 'hundred'],
    ['MIL', '1000', 'thousand'],
  ],
  mass: [
    ['KGM', '1', 'kilogram'],
    ['GRM', '0.001', 'gram'],
    ['MGM', '0.000001', 'milligram'],
    ['MC', '0.000000001', 'microgram'],
    ['TNE', '1000', 'tonne'],
    ['LBR', '0.45359237', 'pound'],
    ['ONZ', '0.028349523125', 'ounce'],
    ['STN', '907.18474', 'short ton'],
  ],
  volume: [
    ['LTR', '1', 'litre'],
    ['MLT', '0.001', 'millilitre'],
    ['CLT', '0.01', 'centilitre'],
    ['DLT', '0.1', 'decilitre'],
    ['HLT', '100', 'hectolitre'],
    ['MTQ', '1000', 'cubic metre'],
    ['DMQ', '1', 'cubic decimetre'],
    ['CMQ', '0.001', 'cubic centimetre'],
    ['GLL', '3.785411784', 'US gallon'],
    ['GLI', '4.54609', 'imperial gallon'],
    ['OZA', '0.0295735295625', 'US fluid ounce'],
    ['INQ', '0.016387064', 'cubic inch'],
    ['FTQ', '28.316846592', 'cubic foot'],
  ],
  length: [
    ['MTR', '1', 'metre'],
    ['MMT', '0.001', 'millimetre'],
    ['CMT', '0.01', 'centimetre'],
    ['DMT', '0.1', 'decimetre'],
    ['KMT', '1000', 'kilometre'],
    ['INH', '0.0254', 'inch'],
    ['FOT', '0.3048', 'foot'],
    ['YRD', '0.9144', 'yard'],
  ],
  area: [
    ['MTK', '1', 'square metre'],
    ['MMK', '0.000001', 'square millimetre'],
    ['CMK', '0.0001', 'square centimetre'],
    ['DMK', '0.01', 'square decimetre'],
    ['INK', '0.00064516', 'square inch'],
    ['FTK', '0.09290304', 'square foot'],
  ],
  time: [
    ['SEC', '1', 'second'],
    ['C26', '0.001', 'millisecond'],
    ['MIN', '60', 'minute'],
    ['HUR', '3600', 'hour'],
    ['DAY', '86400', 'day'],
  ],
  energy: [
    ['KWH', '1', 'kilowatt hour'],
    ['WHR', '0.001', 'watt hour'],
    ['MWH', '1000', 'megawatt hour'],
    ['GWH', '1000000', 'gigawatt hour'],
  ],
  power: [
    ['KWT', '1', 'kilowatt'],
    ['WTT', '0.001', 'watt'],
    ['MAW', '1000', 'megawatt'],
  ],
  temperature: [['CEL', '1', 'degree Celsius']],
  ratio: [['P1', '1', 'percent']],
  pressure: [
    ['BAR', '1', 'bar'],
    ['MBR', '0.001', 'millibar'],
    ['PAL', '0.00001', 'pascal'],
    ['KPA', '0.01', 'kilopascal'],
    ['MPA', '10', 'megapascal'],
  ],
  'electric current': [['AMP', '1', 'ampere']],
  'electric potential': [['VLT', '1', 'volt']],
};

export const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries(table).flatMap(([dimension, rows]) =>
    rows.map(([code, factor, name]): [string, Unit] => [
      code,
      { code, name, dimension: dimension as Dimension, factor },
    ]),
  ),
);

/** Entry of the counter. */
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startCounter } from './behaviour.ts';
import { definition } from './definition.ts';

const USES = { good: 'Good pieces', scrap: 'Scrap', byproduct: 'By-products', consumed: 'Consumption' };

export default register(definition, system, startCounter, {
  browse: { 'counter-uses': () => Object.entries(USES).map(([value, label]) => ({ value, label })) },
});

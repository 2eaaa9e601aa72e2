/** Entry of the HTTP source. */
import { isSameSecret, judgeSignature } from '../../adapters/http/signature.ts';
import { system } from '../../adapters/system.ts';
import { register } from '../../host/register.ts';
import { startHttpSource } from './behaviour.ts';
import { definition } from './definition.ts';

export default register(definition, system, (context) =>
  startHttpSource(context, { isSameSecret, judgeSignature }, context.environment),
);

/** Entry of the SMTP server. */
import { mailerAt } from '../../adapters/smtp/mailer.ts';
import { system } from '../../adapters/system.ts';
import { registerConfig } from '../../host/register.ts';
import { definition } from './definition.ts';
import { examine, openSmtpServer } from './resource.ts';

export default registerConfig(definition, system, (context) => openSmtpServer(context, mailerAt), {
  actions: { test: (_input, context) => examine(context, mailerAt) },
});

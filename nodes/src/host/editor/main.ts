/** Entry of the browser bundle: generated node scripts call it as `plantwire`. */
import { define, prepare, save, validate } from './form.ts';
import { registerSidebar } from './sidebar.ts';

(window as unknown as Record<string, unknown>).plantwire = { define, prepare, save, validate };
registerSidebar();

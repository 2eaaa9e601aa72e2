/** A warehouse system that is told things. */
export { type Listener as Wms, startListener as startWms } from '../http/listener.ts';

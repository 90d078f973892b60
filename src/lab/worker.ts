import * as Comlink from 'comlink';
import { workerApi } from './worker-api';

Comlink.expose(workerApi());

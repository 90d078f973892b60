// The fault first, so that it hears messages before the worker's own listener.
import './fault';
import '@/lab/worker';

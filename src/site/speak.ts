import { defineRouteMiddleware } from '@astrojs/starlight/route-data';
import { speak } from '@/words';

/** Before a page is built: whatever is drawn for it asks `say()`, which has no document to look at. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  speak(locals.starlightRoute.lang);
});

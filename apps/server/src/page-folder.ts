import { fileURLToPath } from 'node:url';

/** Where the built web application is. */
export const pageFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { chunkSizeWarningLimit: 1500 },
  server: { proxy: { '/ngsi-ld': 'http://127.0.0.1:8080', '/api': 'http://127.0.0.1:8080' } },
});

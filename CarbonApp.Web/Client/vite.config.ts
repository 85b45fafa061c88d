import { defineConfig, type Plugin } from 'vite';
import { land, perDegree } from './basemap.mjs';

/** Imported as virtual:land: the coastlines, a file of their own that only a map loads. */
const basemap: Plugin = {
  name: 'basemap',
  resolveId: (id) => (id === 'virtual:land' ? '\0land' : undefined),
  load: (id) => (id === '\0land' ? `export const perDegree = ${perDegree}; export default JSON.parse('${JSON.stringify(land())}');` : undefined),
};

// Every file is hashed by content, so the server may tell browsers to keep it for a year; manifest.json says which is which.
export default defineConfig({
  base: '/islands/',
  plugins: [basemap],
  build: {
    manifest: 'manifest.json',
    modulePreload: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    // MapLibre is one library of a megabyte, loaded by pages with a map alone.
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        site: 'src/styles/site.css',
        page: 'src/page.ts',
        mark: 'src/mark.svg',
      },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
  worker: {
    format: 'es',
    rollupOptions: { output: { entryFileNames: '[name]-[hash].js' } },
  },
});

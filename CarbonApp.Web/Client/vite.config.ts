import { defineConfig } from 'vite';

// Every file is hashed by content, so the server may tell browsers to keep it for a year; manifest.json says which is which.
export default defineConfig({
  base: '/islands/',
  build: {
    manifest: 'manifest.json',
    modulePreload: false,
    target: 'es2022',
    assetsInlineLimit: 0,
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
});

declare module 'virtual:land' {
  export const perDegree: number;
  const polygons: number[][][];
  export default polygons;
}
